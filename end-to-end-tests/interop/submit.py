"""Submits the message on standard input with Python's smtplib.

Arguments: starttls or implicit, port, account, the file with its password, reverse-path, recipient.
"""

import smtplib
import ssl
import sys

tls, port, account, password, reverse_path, recipient = sys.argv[1:]
# The certificate of the test is signed by nobody.
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

if tls == "implicit":
    session = smtplib.SMTP_SSL("127.0.0.1", int(port), context=context)
else:
    session = smtplib.SMTP("127.0.0.1", int(port))
    session.starttls(context=context)
with session, open(password, encoding="utf-8") as secret:
    session.login(account, secret.read())
    session.sendmail(reverse_path, recipient, sys.stdin.buffer.read())
