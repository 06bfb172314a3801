//go:build tools

// Package host keeps the Node.js language host in go.mod, so that go.sum covers everything it is built from.
package host

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
