"""ML-KEM-768 in plain Python straight from FIPS 203: slow, not constant-time, and written to disagree with a wrong library."""
from __future__ import annotations

import hashlib
from itertools import count

Q, N, K, DU, DV = 3329, 256, 3, 10, 4
Poly = list[int]


def _reversed_bits(index: int) -> int:
    return int(f"{index:07b}"[::-1], 2)


ZETAS = [pow(17, _reversed_bits(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed_bits(i) + 1, Q) for i in range(128)]


def _g(octets: bytes) -> tuple[bytes, bytes]:
    digest = hashlib.sha3_512(octets).digest()
    return digest[:32], digest[32:]


def _sample_ntt(seed: bytes) -> Poly:
    """Algorithm 7."""
    stream, made = hashlib.shake_128(seed).digest(3 * 1024), []
    for i in count(0, 3):
        a, b, c = stream[i : i + 3]
        made += [d for d in (a + 256 * (b % 16), b // 16 + 16 * c) if d < Q]
        if len(made) >= N:
            return made[:N]
    raise AssertionError


def _cbd(seed: bytes, nonce: int) -> Poly:
    """Algorithm 8 with eta = 2."""
    drawn = int.from_bytes(hashlib.shake_256(seed + bytes([nonce])).digest(64 * 2), "little")
    bits = [drawn >> i & 1 for i in range(1024)]
    return [(bits[4 * i] + bits[4 * i + 1] - bits[4 * i + 2] - bits[4 * i + 3]) % Q for i in range(N)]


def _ntt(poly: Poly) -> Poly:
    """Algorithm 9."""
    f, i, length = poly[:], 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[i] * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
            i += 1
        length //= 2
    return f


def _back(poly: Poly) -> Poly:
    """Algorithm 10."""
    f, i, length = poly[:], 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [x * 3303 % Q for x in f]


def _times(f: Poly, g: Poly) -> Poly:
    """Algorithm 11."""
    made = []
    for i in range(128):
        a0, a1, b0, b1 = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        made += [(a0 * b0 + a1 * b1 * GAMMAS[i]) % Q, (a0 * b1 + a1 * b0) % Q]
    return made


def _plus(*polys: Poly) -> Poly:
    return [sum(column) % Q for column in zip(*polys, strict=True)]


def _encode(poly: Poly, bits: int) -> bytes:
    return sum(x << bits * i for i, x in enumerate(poly)).to_bytes(32 * bits, "little")


def _decode(octets: bytes, bits: int) -> Poly:
    value = int.from_bytes(octets, "little")
    return [value >> bits * i & (1 << bits) - 1 for i in range(N)]


def _compress(poly: Poly, bits: int) -> Poly:
    return [(2 * (x << bits) + Q) // (2 * Q) % (1 << bits) for x in poly]


def _decompress(poly: Poly, bits: int) -> Poly:
    return [(2 * x * Q + (1 << bits)) >> bits + 1 for x in poly]


def _matrix(rho: bytes) -> list[list[Poly]]:
    return [[_sample_ntt(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def _keys(d: bytes) -> tuple[bytes, list[Poly]]:
    """Algorithm 13: encryption key and the secret in the NTT domain."""
    rho, sigma = _g(d + bytes([K]))
    s = [_ntt(_cbd(sigma, i)) for i in range(K)]
    e = [_ntt(_cbd(sigma, K + i)) for i in range(K)]
    t = [_plus(e[i], *(_times(row[j], s[j]) for j in range(K))) for i, row in enumerate(_matrix(rho))]
    return b"".join(_encode(poly, 12) for poly in t) + rho, s


def _encrypt(ek: bytes, m: bytes, r: bytes) -> bytes:
    """Algorithm 14."""
    t = [_decode(ek[384 * i : 384 * (i + 1)], 12) for i in range(K)]
    matrix = _matrix(ek[384 * K :])
    y = [_ntt(_cbd(r, i)) for i in range(K)]
    u = [_plus(_cbd(r, K + i), _back(_plus(*(_times(matrix[j][i], y[j]) for j in range(K))))) for i in range(K)]
    v = _plus(_cbd(r, 2 * K), _decompress(_decode(m, 1), 1), _back(_plus(*(_times(t[j], y[j]) for j in range(K)))))
    return b"".join(_encode(_compress(poly, DU), DU) for poly in u) + _encode(_compress(v, DV), DV)


def public_key(seed: bytes) -> bytes:
    """The encapsulation key (1,184 octets) of the seed d ‖ z."""
    return _keys(seed[:32])[0]


def decapsulate(seed: bytes, ciphertext: bytes) -> bytes:
    """Algorithm 18 with the seed d ‖ z."""
    ek, s = _keys(seed[:32])
    u = [_ntt(_decompress(_decode(ciphertext[320 * i : 320 * (i + 1)], DU), DU)) for i in range(K)]
    v = _decompress(_decode(ciphertext[320 * K :], DV), DV)
    inner = _back(_plus(*(_times(s[i], u[i]) for i in range(K))))
    m = _encode(_compress([(a - b) % Q for a, b in zip(v, inner, strict=True)], 1), 1)
    shared, r = _g(m + hashlib.sha3_256(ek).digest())
    if _encrypt(ek, m, r) != ciphertext:
        return hashlib.shake_256(seed[32:] + ciphertext).digest(32)
    return shared
