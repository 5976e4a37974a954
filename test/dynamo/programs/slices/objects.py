s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(None, None, -1).indices(4), slice(-3, None).indices(10), s == slice(1, 10, 2), slice(5))


class G:
    def __getitem__(self, i):
        return i


g = G()
print(g[1:2], g[::], g[1:2, ..., None], g[:, 0], g[-1], g[1, 2], g[()])
