"""Reads a message from standard input and says what dkimpy thinks of its first signature.

The one argument is the port of a DNS server on loopback, which is asked for the key record.
"""

import sys

import dkim
import dns.resolver

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = int(sys.argv[1])


def txt(name, timeout=5):
    """The strings of the TXT record at a name, joined, as dkimpy wants them."""
    answer = resolver.resolve(name.decode("ascii"), "TXT", lifetime=timeout)
    return b"".join(answer[0].strings)


message = sys.stdin.buffer.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
print("valid" if dkim.verify(message, dnsfunc=txt) else "not valid")
