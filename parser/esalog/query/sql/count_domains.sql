-- How many domains mail was delivered to; deliveries without one count as one more.
SELECT count(DISTINCT coalesce(domain, '')) FROM told_deliveries
