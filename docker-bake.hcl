# All images, for one tag and one place:
#
#   REPOSITORY=registry.example.org/postseal TAG=0.1.0 docker buildx bake --push
#   APPLICATION=built-before docker buildx bake        # from the jars that ./postseal build has made
#   docker buildx bake --set '*.platform=linux/amd64,linux/arm64' --push
#
# The chart takes REGISTRY/REPOSITORY and the tag from image.registry, image.repository and image.tag.
variable "REPOSITORY" {
  default = "postseal"
}

variable "TAG" {
  default = "latest"
}

variable "APPLICATION" {
  default = "built-inside"
}

group "default" {
  targets = ["service", "command-line"]
}

target "service" {
  name = module
  matrix = {
    module = ["ingress-smtp", "signer", "verifier", "key-registry", "relay"]
  }
  context    = "."
  dockerfile = "docker/service.Dockerfile"
  args = {
    MODULE      = module
    APPLICATION = APPLICATION
  }
  labels = {
    "org.opencontainers.image.title"   = "postseal/${module}"
    "org.opencontainers.image.version" = TAG
  }
  tags = ["${REPOSITORY}/${module}:${TAG}"]
}

target "command-line" {
  context    = "."
  dockerfile = "docker/command-line.Dockerfile"
  args = {
    APPLICATION = APPLICATION
  }
  labels = {
    "org.opencontainers.image.title"   = "postseal/command-line"
    "org.opencontainers.image.version" = TAG
  }
  tags = ["${REPOSITORY}/command-line:${TAG}"]
}
