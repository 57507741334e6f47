-- How many domains mail was delivered to.
SELECT count(DISTINCT {domain}) FROM deliveries
