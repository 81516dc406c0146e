/**
 * Reads JSON, one object on each line or one array of objects, straight into column vectors. Start with {@link
 * io.sluice.sources.json.JsonFormat}, then {@link io.sluice.sources.json.JsonReader}.
 */
package io.sluice.sources.json;
