-- No connector: an Iceberg table. A primary key: writing a row again replaces it.
CREATE TABLE flights (
  id          BIGINT,
  departure   TIMESTAMP(6),
  delay       INT COMMENT 'minutes, negative when early',
  distance    INT COMMENT 'miles',
  origin      STRING,
  destination STRING,
  PRIMARY KEY (id) NOT ENFORCED
) COMMENT 'flights of the first quarter of 2001';

-- From Hive to Iceberg in one statement.
INSERT INTO flights
SELECT id, TO_TIMESTAMP(`date`, 'yyyy/MM/dd HH:mm'), delay, distance, origin, destination
FROM landing_flights;

SELECT COUNT(*) AS flights, SUM(delay) AS delay, SUM(distance) AS distance FROM flights;

SELECT MIN(departure) AS first_departure, MAX(departure) AS last_departure FROM flights;

-- Hive and Iceberg tables stand side by side.
SHOW TABLES;
