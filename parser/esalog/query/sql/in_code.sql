-- Subjects that may say something else when they are decoded.
SELECT DISTINCT subject FROM messages
WHERE contains(subject, '=?') OR contains(subject, '\') OR contains(lower(subject), 'xn--')
