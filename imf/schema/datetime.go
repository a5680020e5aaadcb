package schema

// isDateTime checks yyyy-mm-ddThh:mm:ss with an optional fraction and zone
// (XML Schema Part 2, 3.2.7): real days only, 24:00:00 allowed, zones up to 14
// hours.
func isDateTime(s string) bool {
	if s != "" && s[0] == '-' {
		s = s[1:]
	}
	k := 0
	for k < len(s) && isDigit(s[k]) {
		k++
	}
	if k < 4 || k > 9 || k > 4 && s[0] == '0' || len(s) < k+15 {
		return false
	}
	year, rest := number(s[:k]), s[k:]
	if rest[0] != '-' || rest[3] != '-' || rest[6] != 'T' || rest[9] != ':' || rest[12] != ':' || year == 0 {
		return false
	}
	month, day, hour, minute, second := number(rest[1:3]), number(rest[4:6]), number(rest[7:9]), number(rest[10:12]), number(rest[13:15])
	if month < 1 || month > 12 || day < 1 || day > days(year, month) || hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return false
	}
	rest = rest[15:]
	fraction := false
	if rest != "" && rest[0] == '.' {
		k = 1
		for k < len(rest) && isDigit(rest[k]) {
			fraction = fraction || rest[k] != '0'
			k++
		}
		if k == 1 {
			return false
		}
		rest = rest[k:]
	}
	if hour > 24 || hour == 24 && (minute > 0 || second > 0 || fraction) {
		return false
	}
	return isZone(rest)
}

func isZone(s string) bool {
	if s == "" || s == "Z" {
		return true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return false
	}
	h, m := number(s[1:3]), number(s[4:6])
	return h >= 0 && m >= 0 && m <= 59 && (h < 14 || h == 14 && m == 0)
}

func days(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// number is the value of digits; -1 when there is anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
