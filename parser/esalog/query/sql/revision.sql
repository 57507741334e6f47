-- How often the records have been brought up to the lines.
SELECT number FROM revision
