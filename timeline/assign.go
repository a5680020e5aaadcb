package timeline

import "math"

// assign pairs rows with columns so that the sum of the scores is the greatest
// that there is; of each row the column, or -1. No pair of a score of zero or
// less is made. It is the Hungarian method with potentials, in O(rows^2 x
// columns); rows may stay single because each has a column of its own that
// costs nothing.
func assign(rows, columns int, score func(row, column int) int64) []int {
	width := columns + rows
	cost := make([]int64, rows*width)
	for r := range rows {
		for c := range columns {
			if s := score(r, c); s > 0 {
				cost[r*width+c] = -s
				continue
			}
			cost[r*width+c] = 1 << 40
		}
		for c := columns; c < width; c++ {
			if c != columns+r {
				cost[r*width+c] = 1 << 40
			}
		}
	}
	rowOf := hungarian(rows, width, cost)
	found := make([]int, rows)
	for r := range found {
		found[r] = -1
	}
	for c := range columns {
		if r := rowOf[c]; r >= 0 && cost[r*width+c] < 0 {
			found[r] = c
		}
	}
	return found
}

// hungarian finds the cheapest assignment of all rows, for rows <= width; of
// each column the row, or -1.
func hungarian(rows, width int, cost []int64) []int {
	const far = math.MaxInt64 / 4
	u := make([]int64, rows+1)
	v := make([]int64, width+1)
	row := make([]int, width+1) // of a column, from 1; column 0 is the row being placed
	way := make([]int, width+1)
	least := make([]int64, width+1)
	used := make([]bool, width+1)
	for r := 1; r <= rows; r++ {
		row[0] = r
		for c := range least {
			least[c], used[c] = far, false
		}
		c0 := 0
		for row[c0] != 0 {
			used[c0] = true
			r0, delta, next := row[c0], int64(far), 0
			line := cost[(r0-1)*width : r0*width]
			for c := 1; c <= width; c++ {
				if used[c] {
					continue
				}
				if reduced := line[c-1] - u[r0] - v[c]; reduced < least[c] {
					least[c], way[c] = reduced, c0
				}
				if least[c] < delta {
					delta, next = least[c], c
				}
			}
			for c := 0; c <= width; c++ {
				if used[c] {
					u[row[c]] += delta
					v[c] -= delta
					continue
				}
				least[c] -= delta
			}
			c0 = next
		}
		for c0 != 0 {
			row[c0] = row[way[c0]]
			c0 = way[c0]
		}
	}
	found := make([]int, width)
	for c := range found {
		found[c] = row[c+1] - 1
	}
	return found
}
