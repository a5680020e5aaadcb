// Package oascheck holds api/openapi.json against an OpenAPI library that other
// people wrote and use. It is a module of its own, so that the library is no
// dependency of the product; .ci/run runs it.
package oascheck
