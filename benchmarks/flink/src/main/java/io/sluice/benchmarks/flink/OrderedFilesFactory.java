package io.sluice.benchmarks.flink;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.AbstractFileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.apache.flink.connector.file.src.assigners.SimpleSplitAssigner;
import org.apache.flink.connector.file.table.FileSystemTableFactory;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;

/**
 * {@code 'connector' = 'ordered-files'}: Flink's {@code filesystem}, whose files are read in the order of their names. By itself it takes
 * them in any order, so that most rows of an input like ours come after the watermark and are dropped.
 */
public final class OrderedFilesFactory extends FileSystemTableFactory {
    @Override
    public String factoryIdentifier() {
        return "ordered-files";
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return ordered((ScanTableSource) super.createDynamicTableSource(context));
    }

    /** The same source with all of its abilities; but for the order of files. */
    private static DynamicTableSource ordered(ScanTableSource source) {
        return (DynamicTableSource) Proxy.newProxyInstance(
                source.getClass().getClassLoader(), source.getClass().getInterfaces(), (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return switch (method.getName()) {
                        case "copy" -> ordered((ScanTableSource) result);
                        case "getScanRuntimeProvider" -> SourceProvider.of(
                                inOrder(((SourceProvider) result).createSource()));
                        default -> result;
                    };
                });
    }

    /** There is no option for it in SQL. */
    private static <S extends Source<?, ?, ?>> S inOrder(S source) throws ReflectiveOperationException {
        FileSplitAssigner.Provider byName = OrderedFilesFactory::byName;
        Field assigner = AbstractFileSource.class.getDeclaredField("assignerFactory");
        assigner.setAccessible(true);
        assigner.set(source, byName);
        return source;
    }

    /** It hands out the last one first. */
    private static FileSplitAssigner byName(Collection<FileSourceSplit> splits) {
        List<FileSourceSplit> last = new ArrayList<>(splits);
        last.sort(Comparator.comparing((FileSourceSplit split) -> split.path().getName())
                .thenComparing(FileSourceSplit::offset)
                .reversed());
        return new SimpleSplitAssigner(last);
    }
}
