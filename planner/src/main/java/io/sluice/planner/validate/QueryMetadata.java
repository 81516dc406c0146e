package io.sluice.planner.validate;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * What Calcite knows of relations. Until a kind of it is asked for, one proxy stands for the handlers of all kinds; Calcite by
 * itself makes a class for each of them, which takes a part of the time to a job's first result.
 */
class QueryMetadata extends RelMetadataQuery {
    QueryMetadata() {
        super(OnDemand.INSTANCE);
    }

    private enum OnDemand implements MetadataHandlerProvider {
        INSTANCE;

        private final Object unknown =
                Proxy.newProxyInstance(QueryMetadata.class.getClassLoader(), kinds(), (proxy, method, arguments) -> {
                    throw new MetadataHandlerProvider.NoHandler(((RelNode) arguments[0]).getClass());
                });

        private static Class<?>[] kinds() {
            return Stream.of(BuiltInMetadata.class.getClasses())
                    .flatMap(kind -> Stream.of(kind.getClasses()))
                    .filter(MetadataHandler.class::isAssignableFrom)
                    .toArray(Class<?>[]::new);
        }

        @Override
        public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
            return kind.cast(unknown);
        }

        @Override
        public <H extends MetadataHandler<?>> H revise(Class<H> kind) {
            return JaninoRelMetadataProvider.DEFAULT.revise(kind);
        }
    }
}
