/**
 * Small data files of an Iceberg table into large ones: a job that reads and writes, one commit.
 */
package io.github.flinklakehouse.connector.iceberg.compaction;
