#!/bin/sh
# Makes the secrets that no operator of the cluster makes: tokens of the registry and of the relay, the registry's
# key-encryption key, an empty file of accounts. What is there stays. Needs kubectl and openssl.
#
#   k8s/create-secrets.sh [NAMESPACE]
#
# Keep a copy of the key-encryption key outside of the cluster: without it the signing keys in Kafka are lost.
#   kubectl -n postseal get secret key-registry-secrets -o jsonpath='{.data.key-encryption-keys}' | base64 -d
set -eu
umask 077

namespace=${1:-postseal}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# secret NAME KEY...: from the files of these names here.
secret() {
  name=$1
  shift
  if kubectl -n "$namespace" get secret "$name" >/dev/null 2>&1; then
    echo "$name is there"
    return
  fi
  files=
  for key in "$@"; do
    files="$files --from-file=$key=$name.$key"
  done
  # shellcheck disable=SC2086 # several arguments are meant
  kubectl -n "$namespace" create secret generic "$name" $files
}

random() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'; }

kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace"

# The registry knows the tokens, and each of the others shows one: made together, or not at all.
if ! kubectl -n "$namespace" get secret key-registry-secrets >/dev/null 2>&1; then
  for role in operator signer verifier; do
    printf '%s:%s\n' "$(random)" "$role" >"$role-registry-token.registry-token"
    cat "$role-registry-token.registry-token" >>key-registry-secrets.tokens
  done
  printf '1:%s\n' "$(openssl rand -base64 32)" >key-registry-secrets.key-encryption-keys
fi
# What operators show the relay for queue and quarantine; viewers see all but content.
if ! kubectl -n "$namespace" get secret relay-secrets >/dev/null 2>&1; then
  for role in operator viewer; do
    printf '%s:%s\n' "$(random)" "$role" >"$role-relay-token.relay-token"
    cat "$role-relay-token.relay-token" >>relay-secrets.tokens
  done
fi
: >accounts.accounts

secret key-registry-secrets tokens key-encryption-keys
secret operator-registry-token registry-token
secret signer-registry-token registry-token
secret verifier-registry-token registry-token
secret relay-secrets tokens
secret operator-relay-token relay-token
secret viewer-relay-token relay-token
secret accounts accounts
