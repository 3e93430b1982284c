"""What dkimpy makes of messages.

    dkimpy.py PORT verify DIRECTORY           a line for each *.eml: its name, then pass or fail for each DKIM-Signature
    dkimpy.py PORT sign DIRECTORY RSA ED      writes NAME.signed beside each NAME.eml
    dkimpy.py PORT arc-verify DIRECTORY       a line for each *.eml: its name, then what the chain is
    dkimpy.py PORT arc-seal DIRECTORY RSA     writes NAME.signed beside each NAME.eml

PORT is that of a DNS server on loopback. RSA is a PEM file, ED holds the base64 of an Ed25519 seed. A name ends in
the way to sign, such as 017-rsa-relaxed-simple.eml; the domain is example.com, the selectors are rsa and ed.
"""

import functools
import pathlib
import sys

import dkim
import dns.exception
import dns.resolver

OVERSIGNED = [b"from", b"from", b"to", b"to", b"subject", b"subject", b"date", b"reply-to", b"x-odd", b"x-odd"]

port, action, directory = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = port


@functools.lru_cache
def txt(name, timeout=5):
    """The strings of the TXT record at a name, joined, as dkimpy wants them."""
    try:
        answer = resolver.resolve(name.decode("ascii"), "TXT", lifetime=timeout)
    except dns.exception.DNSException:
        return None
    return b"".join(answer[0].strings)


def verified(message):
    signatures = sum(name.lower() == b"dkim-signature" for name, _ in dkim.rfc822_parse(message)[0])
    words = []
    for index in range(signatures):
        try:
            words.append("pass" if dkim.DKIM(message).verify(index, dnsfunc=txt) else "fail")
        except dkim.DKIMException as problem:
            words.append("fail(" + str(problem).replace(" ", "_") + ")")
    return " ".join(words)


def signed(message, name):
    algorithm, header, body = name.split("-")[1:4]
    selector, key, word = {
        "rsa": (b"rsa", sys.argv[4], b"rsa-sha256"),
        "ed": (b"ed", sys.argv[5], b"ed25519-sha256"),
    }[algorithm]
    return dkim.sign(
        message, selector, b"example.com", pathlib.Path(key).read_bytes(),
        canonicalize=(header.encode(), body.encode()), signature_algorithm=word, include_headers=OVERSIGNED)


def sealed(message):
    return b"".join(
        dkim.arc_sign(message, b"rsa", b"example.com", pathlib.Path(sys.argv[4]).read_bytes(), b"mx.example.com"))


for file in sorted(directory.glob("*.eml")):
    message = file.read_bytes()
    if action == "verify":
        print(file.name, verified(message))
    elif action == "arc-verify":
        status, _, reason = dkim.arc_verify(message, dnsfunc=txt)
        print(file.name, status.decode() if status else "none", reason)
    else:
        try:
            field = signed(message, file.stem) if action == "sign" else sealed(message)
            file.with_suffix(".signed").write_bytes(field + message)
        except dkim.DKIMException as problem:
            print(file.name, type(problem).__name__, problem)
