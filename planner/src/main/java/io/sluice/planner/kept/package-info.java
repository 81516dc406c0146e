/** Plans that an earlier process has made, kept on disk. Private to the module but for {@link io.sluice.planner.kept.KeptFiles}. */
package io.sluice.planner.kept;
