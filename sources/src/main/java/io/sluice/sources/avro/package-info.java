/**
 * Avro object container files: the library reads the schema, the blocks are decoded here, straight into vectors. Start with
 * {@link io.sluice.sources.avro.AvroFormat}.
 */
package io.sluice.sources.avro;
