# All images of docker/Dockerfile, from the root of the repository:
#
#   ./build publish
#   docker buildx bake --builder windows-images --file docker/docker-bake.hcl --push
#
# builds the exe alone and the six base images; with "healthcheck" at the end, the six with a HEALTHCHECK; with --print
# instead of --push it only prints its plan. samples/README.md describes how to create the builder.
#
# Each image gets one tag, with its version: 1.2.0-servercore-ltsc2022. A release gives it more tags when it has been
# tested (eng/release-tags). The variables are taken from the environment:
#
#   IMAGE=registry.example/bootstrap VERSION=1.2.0 REVISION=$(git rev-parse HEAD) SOURCE=https://git.example/bootstrap \
#     docker buildx bake --builder windows-images --file docker/docker-bake.hcl --push

variable "IMAGE" {
  default = "bootstrap"
}

variable "VERSION" {
  default = "dev"
}

variable "REVISION" {
  default = "unknown"
}

# The sources' address, for the label org.opencontainers.image.source: a registry links to it.
variable "SOURCE" {
  default = "unknown"
}

group "default" {
  targets = ["files", "image"]
}

# The context is relative to the folder where bake is started, the Dockerfile to the context.
target "common" {
  context    = "artifacts/win-x64"
  dockerfile = "../../docker/Dockerfile"
  platforms  = ["windows/amd64"]
  args = {
    VERSION  = "${VERSION}"
    REVISION = "${REVISION}"
    SOURCE   = "${SOURCE}"
  }

  # BuildKit's own provenance would make each image an index with a second manifest of platform "unknown", and older
  # patch releases of containerd then find no image for Windows: https://github.com/containerd/containerd/issues/8070.
  # The release attests the images beside them instead, by digest.
  attest = ["type=provenance,disabled=true"]
}

target "files" {
  inherits = ["common"]
  target   = "files"
  tags     = ["${IMAGE}:${VERSION}-files"]
}

# Nano Server for Windows Server 2019 has only the tag of its build: 1809.
target "image" {
  matrix = {
    base = [
      { name = "servercore-ltsc2019", from = "servercore:ltsc2019" },
      { name = "servercore-ltsc2022", from = "servercore:ltsc2022" },
      { name = "servercore-ltsc2025", from = "servercore:ltsc2025" },
      { name = "nanoserver-ltsc2019", from = "nanoserver:1809" },
      { name = "nanoserver-ltsc2022", from = "nanoserver:ltsc2022" },
      { name = "nanoserver-ltsc2025", from = "nanoserver:ltsc2025" },
    ]
  }
  name     = "image-${base.name}"
  inherits = ["common"]
  target   = "image"
  args     = { BASE = "mcr.microsoft.com/windows/${base.from}" }
  tags     = ["${IMAGE}:${VERSION}-${base.name}"]
}

# The same images with a HEALTHCHECK: each inherits its base and all arguments from the target above.
target "healthcheck" {
  matrix = {
    base = [
      "servercore-ltsc2019", "servercore-ltsc2022", "servercore-ltsc2025",
      "nanoserver-ltsc2019", "nanoserver-ltsc2022", "nanoserver-ltsc2025",
    ]
  }
  name     = "healthcheck-${base}"
  inherits = ["image-${base}"]
  target   = "healthcheck"
  tags     = ["${IMAGE}:${VERSION}-${base}-healthcheck"]
}
