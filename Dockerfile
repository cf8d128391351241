# dott in an image of its own:
#   docker build -t dott .
#   docker run --rm -v "$PWD":/work dott tests
# BASE may be any image with a shell: the tests need what they call. VERSION is what
# dott --version says.
ARG BUILDER=golang:1.26
ARG BASE=debian:stable-slim

FROM ${BUILDER} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X dott/cmd/dott/session.release=${VERSION}" -o /dott ./cmd/dott

FROM ${BASE}
COPY --from=build /dott /usr/local/bin/dott
WORKDIR /work
ENTRYPOINT ["dott"]
