/**
 * Hive tables: where their files are, how they are planned, read, written and committed.
 *
 * <p>Classes of Flink that are not public, and why they are used:
 *
 * <ul>
 *   <li>{@code CoordinatedOperatorFactory}, {@code OperatorCoordinator}, {@code
 *       CoordinationRequestHandler}: the only part of a job that runs once, on the JobManager, and
 *       learns of every end of it, so that a failed or cancelled insert leaves nothing behind.
 *   <li>{@code AbstractStreamOperator} and its factory: the operator that talks to it, and the one
 *       that commits a stream. Flink's {@code StreamingFileWriter} and {@code PartitionCommitter}
 *       write one format to one place, forget which partitions are half committed when a message
 *       between them is lost at the end of input, and do not know the metastore.
 *   <li>{@code FileRecords}, {@code ExecutorThreadFactory} and {@code NetUtils}: as in Flink's file
 *       source.
 *   <li>{@code LimitableBulkFormat}, {@code EnrichedRowData}, {@code
 *       RecordMapperWrapperRecordIterator}: limit and partition values, as in Flink's filesystem
 *       connector.
 *   <li>{@code LegacySourceTransformation}, {@code StreamSource}, {@code
 *       InputFormatSourceFunction}: to see that VALUES ends, which Flink does not say in streaming
 *       mode.
 *   <li>{@code SerializableConfiguration}: Hadoop's configuration on its way to tasks.
 *   <li>{@code Transformation} and {@code WithBoundedness}: how a sink becomes a part of the job.
 *   <li>{@code StreamTask}, {@code StreamingRuntimeContext} and {@code StreamRecord}: what an
 *       operator is made from, and gets.
 *   <li>{@code SerializedValue}, {@code InstantiationUtil} and {@code
 *       BytePrimitiveArraySerializer}: what goes between operator, coordinator and state.
 *   <li>{@code DefaultPartTimeExtractor}: the time of a partition, as in Flink's filesystem
 *       connector.
 *   <li>{@code RowDataSerializer}, {@code BinaryRowData} and {@code ThreadSafeSimpleCounter}: the
 *       rows of a lookup join in little memory, and how often they were read.
 *   <li>{@code LogicalTypeDefaultVisitor}, {@code LogicalTypeChecks}: the way to tell types apart.
 * </ul>
 */
package io.github.flinklakehouse.connector.hive;
