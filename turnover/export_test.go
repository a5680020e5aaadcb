package turnover

// AtOnce is how many rules are renewed in one transaction.
const AtOnce = atOnce
