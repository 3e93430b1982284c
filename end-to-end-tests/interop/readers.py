"""Whom readers show as the author, and what they take for results of ours.

usage: readers.py FOLDER; for each FOLDER/NAME.eml one line: NAME.eml, then the domains in lower case, then
"results" if a field that says dkim=pass stands there in the name of mx.receiver.example.
"""

import email
import email.policy
import re
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses, parseaddr
from pathlib import Path


def specs(octets):
    modern = email.message_from_bytes(octets, policy=email.policy.default)
    try:
        for field in modern.get_all("From", []):
            for address in field.addresses:
                yield address.addr_spec
    except Exception:  # a reader that fails shows nobody
        pass
    legacy = email.message_from_bytes(octets)
    values = [str(value) for value in legacy.get_all("From", [])]
    for value in values:
        yield parseaddr(value)[1]
        try:
            yield parseaddr(str(make_header(decode_header(value))))[1]
        except Exception:
            pass
    for _, spec in getaddresses(values):
        yield spec


def results(octets):
    """The results as they stand there, and as readers decode them."""
    for policy in (email.policy.compat32, email.policy.default):
        for name, value in email.message_from_bytes(octets, policy=policy).items():
            if name.strip().lower() == "authentication-results":
                yield str(value)
                try:
                    yield str(make_header(decode_header(str(value))))
                except Exception:
                    pass


def claims(octets):
    """A reader that drops controls, and ends the name where no name goes on."""
    count = 0
    for value in results(octets):
        text = re.sub(r"\([^()]*\)", " ", value)
        text = "".join(c for c in text if " " <= c < "\x7f")
        name = re.match(r'[\s"]*([A-Za-z0-9.-]*)', text).group(1).strip(".").lower()
        if name == "mx.receiver.example" and "=pass header.d=bank.example" in text:
            count += 1
    return count


for file in sorted(Path(sys.argv[1]).glob("*.eml")):
    octets = file.read_bytes()
    domains = {spec.rpartition("@")[2].strip().lower() for spec in specs(octets) if "@" in spec}
    words = sorted(domains) + (["results"] if claims(octets) else [])
    print(file.name, " ".join(word.replace(" ", "") for word in words if word))
