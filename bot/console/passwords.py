"""Passwords: how they are hashed (argon2id, the second option of RFC 9106, section 4), and which will do.

A hash takes 64 MB and about a tenth of a second: it is made in a thread, and only a few at a time.
"""

from __future__ import annotations

import asyncio
import unicodedata
from base64 import b64encode
from random import Random

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from bot.handover.people import normal_login
from bot.secret import Secret

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""

AT_ONCE = 2
"""Hashes that are made at the same time: more would only take memory."""

_DIFFERENT = 5  # different characters in a password, at least
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another: no 0, o, 1, i, l
_GROUPS, _GROUP = 5, 4  # 20 characters of 31: 99 bits

# The commonest of twelve characters and more; shorter ones are refused anyway.
_COMMON = """
123456789012 1234567890123 123456789123 123456123456 1234567890qwerty 0123456789012
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qazwsxedcrfv
qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiop[] qwertyuiopasdf qwerty123456 qwerty1234567
qwertyqwerty qwerty12345678 asdfghjkl123 zxcvbnm12345 abcdefghijkl abcdefghijklm abcd12345678
abcdef123456 abc123456789 a1b2c3d4e5f6 password1234 password12345 password123456 passwordpassword
password2024 password2025 password2026 mypassword123 administrator administrator1 administrator123
adminadmin123 welcome12345 welcome123456 letmein12345 letmeinletmein changeme1234 changemenow1
iloveyou1234 iloveyouforever ilovemyfamily liverpool1234 liverpoolfc1 manchesterunited manchester123
unitedkingdom leedsunited1 leedsunited123 leicestercity leicestercity1 summer2026!! winter2026!!
football1234 sunshine1234 princess1234 charlie12345 monkey123456 dragon123456 superman1234
trustno1trustno1 thisisapassword thequickbrownfox
"""


class Passwords:
    """Makes and compares hashes."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._dummy = _dummy(self._hasher)
        self._few = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> Secret:
        """The hash to store."""
        async with self._few:
            return Secret(await asyncio.to_thread(self._hasher.hash, _bytes(password)))

    async def check(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the one of `hashed`. Where there is none it takes as long to say no:
        whoever asks does not learn who has an account."""
        async with self._few:
            return await asyncio.to_thread(self._same, _bytes(password), str(hashed or self._dummy))

    def outdated(self, hashed: str) -> bool:
        """Whether a hash was made with other parameters than hashes are made with."""
        return self._hasher.check_needs_rehash(str(hashed))

    def _same(self, password: bytes, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def weakness(password: str, login: str) -> str:
    """Why this is no password for `login`, in plain words; empty when it is one."""
    plain = _normal(password)
    folded, address = plain.casefold(), normal_login(login)
    if len(plain) < SHORTEST:
        return f"It is too short: use at least {SHORTEST} characters. Three or four words are fine."
    if len(plain) > LONGEST:
        return f"It is too long: use at most {LONGEST} characters."
    if folded.strip() in (address, address.partition("@")[0]):
        return "It is your e-mail address. Use something that others do not know."
    if folded in _COMMON.split():
        return "It is one of the passwords that are tried first. Use one that nobody would guess."
    if len(set(folded)) < _DIFFERENT:
        return "It has the same few characters over and over. Use more different ones."
    return ""


def new_passphrase(random: Random) -> Secret:
    """A passphrase to hand over once, `k7mw-…`: five groups that can be read out and typed."""
    groups = ("".join(random.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return Secret("-".join(groups))


def _normal(password: str) -> str:
    """One password for each text, whichever keyboard it is typed on (NIST SP 800-63B, section 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "surrogatepass")


def _dummy(hasher: PasswordHasher) -> str:
    """A hash that no password has, to be compared with when there is none."""
    salt, digest = (b64encode(bytes(n)).decode().rstrip("=") for n in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
