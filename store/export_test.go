package store

// MaxReaders is how many reads run at once, on either database.
const MaxReaders = maxReaders
