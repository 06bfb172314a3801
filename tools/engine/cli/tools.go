//go:build tools

// Package cli keeps the engine's command in go.mod, so that go.sum covers everything it is built from.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
