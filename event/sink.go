package event

import "context"

// Sink is where events go besides the database: the seam at which a message
// bus joins. The database stays the truth; a sink that lost everything is filled
// again from it.
type Sink interface {
	// Deliver hands over events of one log in the order of their positions. It
	// returns nil when all are safe there; after an error the same events come
	// again, so it must know repeats by their position or id.
	Deliver(ctx context.Context, events []Event) error
}
