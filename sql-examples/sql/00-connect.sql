-- Every session starts with these lines; nothing else has to be declared.
SET 'execution.runtime-mode' = 'batch';
SET 'table.dml-sync' = 'true';
SET 'table.local-time-zone' = 'UTC';
SET 'sql-client.execution.result-mode' = 'tableau';

-- One catalog for all tables of the metastore: Hive, Iceberg and those of other Flink connectors.
CREATE CATALOG lake WITH (
  'type' = 'lakehouse',
  'uri' = '${metastore}'
);

CREATE DATABASE IF NOT EXISTS lake.aviation;

USE lake.aviation;
