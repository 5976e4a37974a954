"""Hexadecimal only."""


class Error(ValueError):
    pass


def hexlify(data, *args):
    return bytes(data).hex(*args).encode()


def unhexlify(text):
    return bytes.fromhex(text.decode() if isinstance(text, bytes) else text)


b2a_hex, a2b_hex = hexlify, unhexlify


def crc32(data, value=0):
    crc = value ^ 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
