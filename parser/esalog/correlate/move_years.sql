-- Times of stamps without a year, of the lines from $first to $last, are moved by $years. Such a stamp
-- is in `second`, in the year 2000: what has no time yet, as 29 February in a wrong year, is of the
-- year of the lines around it, or $year later than 2000 where none has a time.
UPDATE decisive_events SET stamp = moved.stamp
FROM (
    SELECT DISTINCT line, epoch(moment)::BIGINT AS stamp
    FROM (
        SELECT line, written + to_years((later + $years)::INTEGER) AS later_written,
            CASE WHEN day(later_written) = day(written) THEN later_written END AS moment
        FROM (
            SELECT line, make_timestamp(second * 1000000) AS written,
                coalesce(
                    last_value(year(make_timestamp(stamp * 1000000)) - year(written) IGNORE NULLS)
                        OVER (ORDER BY line ROWS UNBOUNDED PRECEDING),
                    first_value(year(make_timestamp(stamp * 1000000)) - year(written) IGNORE NULLS)
                        OVER (ORDER BY line ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
                    $year
                ) AS later
            FROM decisive_events
            WHERE line BETWEEN $first AND $last
                AND second BETWEEN epoch(TIMESTAMP '2000-01-01') AND epoch(TIMESTAMP '2001-01-01')
        )
    )
) AS moved
WHERE decisive_events.line = moved.line
