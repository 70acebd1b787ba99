"""Independent computation of the known answers in SeededRandomTests: SplitMix64 seeding, then xoshiro256**."""
M = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
    return z ^ (z >> 31)


def rotate(x, k):
    return ((x << k) | (x >> (64 - k))) & M


def answers(seed, stream, count=4):
    start = seed ^ mix((stream + GOLDEN) & M)
    s = [mix((start + (i + 1) * GOLDEN) & M) for i in range(4)]
    result = []
    for _ in range(count):
        result.append(rotate(s[1] * 5 & M, 7) * 9 & M)
        t = (s[1] << 17) & M
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
    return result


for seed, stream in [(0, 0), (1, 0), (1, 7)]:
    print(seed, stream, answers(seed, stream))
