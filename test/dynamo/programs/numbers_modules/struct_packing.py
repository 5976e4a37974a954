import struct
print(struct.pack("<IhB", 1, -2, 3), struct.unpack(">HH", b"\x00\x01\x00\x02"), struct.calcsize("iq"), struct.pack("<d", 1.5), struct.unpack("<f", struct.pack("<f", 0.1)))
