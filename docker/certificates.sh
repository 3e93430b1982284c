#!/bin/sh
# Makes what the containers prove themselves with, in ./secrets (or the directory given): a private certificate authority,
# a certificate for everybody the broker knows, certificates for SMTP and for the registry's HTTPS, the registry's tokens
# and its key-encryption key. What is there stays; a certificate that ends within 30 days is made anew.
#
# compose runs it before everything else. By hand: docker/certificates.sh (needs openssl and a JRE's keytool).
#
# Each directory in it belongs to one container and is all that container sees. ca/ is seen by none: move ca/ca.key
# elsewhere if you like, it is needed only for new certificates. key-registry/key-encryption-keys belongs into your
# backups: without it the signing keys in Kafka's log are lost.
set -eu
umask 077

directory=${1:-secrets}
host_name=${POSTSEAL_HOST_NAME:-localhost}
services="ingress-smtp signer verifier key-registry relay"
service_user=10001 # of docker/service.Dockerfile
kafka_user=1000    # of apache/kafka
mailbox_user=1000  # of dovecot/dovecot
watching_user=65534 # of prom/prometheus
leaf_days=397
renew_seconds=2592000

for tool in openssl keytool; do
  command -v "$tool" >/dev/null || {
    echo "certificates: $tool is missing" >&2
    exit 1
  }
done
mkdir -p "$directory"
cd "$directory"
work=$(mktemp -d ./.unfinished.XXXXXX)
trap 'rm -rf "$work"' EXIT

# authority: the certificate authority, once.
authority() {
  [ ! -s ca/ca.crt ] || return 0
  mkdir -p ca
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -subj "/CN=Postseal private authority" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout ca/ca.key -out "$work/ca.crt" 2>/dev/null
  mv "$work/ca.crt" ca/ca.crt
  echo "made ca/ca.crt"
}

# fits FILE CN: whether FILE.crt is there, says CN, and lasts.
fits() {
  [ -s "$1.crt" ] && openssl x509 -in "$1.crt" -noout -checkend "$renew_seconds" >/dev/null &&
    [ "$(openssl x509 -in "$1.crt" -noout -subject -nameopt RFC2253)" = "subject=CN=$2" ]
}

# certificate FILE CN USAGE NAMES: FILE.crt and FILE.key; NAMES as in subjectAltName.
certificate() {
  ! fits "$1" "$2" || return 0
  mkdir -p "$(dirname "$1")"
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
    -keyout "$work/key" -out "$work/csr" 2>/dev/null
  printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$3" "$4" \
    >"$work/extensions"
  openssl x509 -req -in "$work/csr" -CA ca/ca.crt -CAkey ca/ca.key -days "$leaf_days" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile "$work/extensions" -out "$work/crt" 2>/dev/null
  mv "$work/key" "$1.key"
  mv "$work/crt" "$1.crt"
  echo "made $1.crt"
}

# principal NAME: with what NAME proves itself to Kafka, and whom it trusts. The broker makes User:NAME of the CN.
principal() {
  certificate "$1/kafka" "$1" clientAuth "DNS:$1"
  cat "$1/kafka.key" "$1/kafka.crt" >"$work/pem"
  mv "$work/pem" "$1/kafka.pem"
  cp ca/ca.crt "$1/ca.crt"
  if [ ! -s "$1/truststore.p12" ]; then # for JVMs, neither encrypted nor sealed: a certificate is no secret
    keytool -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE \
      -importcert -noprompt -alias authority -file ca/ca.crt -storetype PKCS12 -storepass unused \
      -keystore "$work/p12" 2>/dev/null
    mv "$work/p12" "$1/truststore.p12"
  fi
}

# client_properties NAME: for the command lines of Kafka and Postseal.
client_properties() {
  cat >"$1/client.properties" <<PROPERTIES
security.protocol=SSL
ssl.keystore.type=PEM
ssl.keystore.location=/secrets/kafka.pem
ssl.truststore.type=PEM
ssl.truststore.location=/secrets/ca.crt
PROPERTIES
}

# token ROLE SERVICE: a token the registry knows, and the service that shows it.
token() {
  line=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'):$1
  printf '%s\n' "$line" >>"$work/tokens"
  mkdir -p "$2"
  printf '%s\n' "$line" >"$2/registry-token"
}

authority
for service in $services; do
  principal "$service"
done
for person in operator admin; do
  principal "$person"
  client_properties "$person"
done

certificate kafka/kafka kafka serverAuth,clientAuth "DNS:kafka,DNS:localhost"
cat kafka/kafka.key kafka/kafka.crt >"$work/pem"
mv "$work/pem" kafka/kafka.pem
cp ca/ca.crt kafka/ca.crt

certificate ingress-smtp/smtp "$host_name" serverAuth "DNS:$host_name"
# Dovecot's, for mail programs; what Prometheus believes.
certificate dovecot/mail "$host_name" serverAuth "DNS:$host_name"
[ -e dovecot/users ] || : >dovecot/users
mkdir -p watching
cp ca/ca.crt watching/ca.crt
certificate key-registry/https key-registry serverAuth,clientAuth "DNS:key-registry,DNS:localhost"

if [ ! -s key-registry/tokens ]; then
  token operator operator
  token signer signer
  token verifier verifier
  mv "$work/tokens" key-registry/tokens
  echo "made key-registry/tokens"
fi
# Queue and quarantine: the relay knows the token, the operator shows it.
if [ ! -s relay/tokens ]; then
  printf '%s:operator\n' "$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')" >"$work/relay-token"
  mkdir -p relay operator
  cp "$work/relay-token" operator/relay-token
  mv "$work/relay-token" relay/tokens
  echo "made relay/tokens"
fi
if [ ! -s key-registry/key-encryption-keys ]; then
  printf '1:%s\n' "$(openssl rand -base64 32)" >"$work/key"
  mv "$work/key" key-registry/key-encryption-keys
  echo "made key-registry/key-encryption-keys"
fi
mkdir -p accounts # see postseal accounts; the ingress reads, the command line writes
[ -e accounts/accounts ] || : >accounts/accounts

# Each container reads its own directory only, and as nobody but itself.
if [ "$(id -u)" -eq 0 ]; then
  chown 0:0 . ca ca/*
  for owner in $services operator admin accounts; do
    chown -R "$service_user:$service_user" "$owner"
  done
  chown -R "$kafka_user:$kafka_user" kafka
  # Dovecot reads, and the example's script writes: the one is the directory's owner, the other its group.
  chown -R "$mailbox_user:$service_user" dovecot
  chmod 0770 dovecot
  chmod 0660 dovecot/users
  chown -R "$watching_user:$watching_user" watching
fi
