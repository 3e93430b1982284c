"""Submits the message on standard input with Python's smtplib.

Arguments: starttls or implicit, port, account, the file with its password, reverse-path, recipient, and if there are
any the parameters of MAIL and those of RCPT, with spaces between.
"""

import smtplib
import ssl
import sys

tls, port, account, password, reverse_path, recipient, *parameters = sys.argv[1:]
of_mail, of_rcpt = parameters or ("", "")
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
    message = sys.stdin.buffer.read()
    session.sendmail(reverse_path, recipient, message, of_mail.split(), of_rcpt.split())
