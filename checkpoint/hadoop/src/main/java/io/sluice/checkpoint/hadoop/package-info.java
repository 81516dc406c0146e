/** Checkpoints in S3 and HDFS, by Hadoop's file systems. */
package io.sluice.checkpoint.hadoop;
