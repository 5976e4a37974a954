/** `genericpath`, written in Python. */

export const GENERICPATH = String.raw`
def commonprefix(m):
    m = list(m)
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low
`;
