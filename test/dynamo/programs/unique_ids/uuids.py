import uuid
u = uuid.UUID("12345678123456781234567812345678")
print(u, u.hex, u.int, u.version, uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_DNS, "python.org"), u == uuid.UUID(int=u.int))
