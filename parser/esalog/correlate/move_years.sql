-- Times of the lines from one to another are moved by whole years.
UPDATE {table} SET stamp = epoch(make_timestamp(stamp * 1000000) + to_years(?))::BIGINT
WHERE line BETWEEN ? AND ?
