"""Says what dkimpy thinks of each signature of messages, as of times that are given.

The one argument is the port of a DNS server on loopback. Each line of standard input is a time in
seconds since 1970 and the path of a message; one line is printed for each.
"""

import sys
import time

import dkim
import dns.resolver

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = int(sys.argv[1])


def txt(name, timeout=5):
    """The strings of the TXT record at a name, joined, as dkimpy wants them."""
    answer = resolver.resolve(name.decode("ascii"), "TXT", lifetime=timeout)
    return b"".join(answer[0].strings)


for line in sys.stdin:
    when, path = line.split()
    time.time = lambda: float(when)
    with open(path, "rb") as file:
        message = file.read()
    verifier = dkim.DKIM(message)
    count = sum(1 for name, _ in verifier.headers if name.lower() == b"dkim-signature")
    said = []
    for i in range(count):
        try:
            valid = dkim.DKIM(message).verify(idx=i, dnsfunc=txt)
            said.append("valid" if valid else "invalid")
        except dkim.DKIMException as e:
            said.append(repr(e))
    print(" ".join(said), flush=True)
