package store

import (
	"strconv"
	"sync"
)

func itoa(n int) string { return strconv.Itoa(n) }

// hub wakes those who wait for a topic.
type hub struct {
	mu     sync.Mutex
	topics map[string]chan struct{}
}

// Watch is a channel that is closed at the next commit of a transaction that
// wakes the topic. Take it first, then look at the database, then wait: what
// commits in between is not missed.
//
// On PostgreSQL a wake from another process can be lost when that process dies
// between its commit and the notification; look again once a second.
func (db *DB) Watch(topic string) <-chan struct{} {
	db.hub.mu.Lock()
	defer db.hub.mu.Unlock()
	ch, ok := db.hub.topics[topic]
	if ok {
		return ch
	}
	if db.hub.topics == nil {
		db.hub.topics = map[string]chan struct{}{}
	}
	ch = make(chan struct{})
	db.hub.topics[topic] = ch
	return ch
}

// wake closes the channels of the topics here and tells the other processes.
func (db *DB) wake(topics []string) {
	db.hub.wake(topics)
	if db.pg != nil {
		db.pg.tell(topics)
	}
}

func (h *hub) wake(topics []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, topic := range topics {
		if ch, ok := h.topics[topic]; ok {
			close(ch)
			delete(h.topics, topic)
		}
	}
}

// wakeAll has everybody look again.
func (h *hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for topic, ch := range h.topics {
		close(ch)
		delete(h.topics, topic)
	}
}
