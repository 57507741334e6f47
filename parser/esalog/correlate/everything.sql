-- All records are made anew.
DELETE FROM taken_back;

DELETE FROM connection_resets;

DELETE FROM message_resets;

DELETE FROM injections;

DELETE FROM deliveries;

DELETE FROM receipts;

DELETE FROM recipients;

DELETE FROM attempts;

DELETE FROM delivery_domains;

DELETE FROM messages;
