-- The numbers by which the lines of a gateway know it.
SELECT number FROM gateways WHERE name = $gateway;
