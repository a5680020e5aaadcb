// Package jetstream measures durable commits of a state change with its event
// and audit record against durable publishing to NATS JetStream, in one run on
// one disk. It is a module of its own so that the product does not depend on
// NATS.
//
//	go test -bench . -benchtime 3s
package jetstream
