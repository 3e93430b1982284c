package org.postseal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.examples.Repository.Library;

/**
 * Every public type, constructor, method and constant of a library says what it is. What overrides
 * something is described where that is; a record's compact constructor with the record. That what
 * is said is well-formed, the compiler checks.
 */
class JavadocTest {
  private static final int FEWEST = 150;

  static List<Library> libraries() {
    return Repository.LIBRARIES;
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void everythingPublicIsDescribed(Library library) throws IOException {
    var silent = new ArrayList<String>();
    int described = scan(library.file("src/main/java"), silent);
    assertThat(silent).isEmpty();
    assertThat(described).isGreaterThan(FEWEST);
  }

  private static int scan(Path sources, List<String> silent) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null);
        var found = Files.walk(sources)) {
      var units =
          files.getJavaFileObjectsFromPaths(
              found.filter(file -> file.toString().endsWith(".java")).toList());
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
      var scanner = new Scanner(DocTrees.instance(task), silent);
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner.described;
    }
  }

  /** Walks through what is visible from outside. */
  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees comments;
    private final List<String> silent;
    private int described;

    Scanner(DocTrees comments, List<String> silent) {
      this.comments = comments;
      this.silent = silent;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (!isVisible(type.getModifiers().getFlags())) {
        return null;
      }
      require(type.getSimpleName().toString());
      for (Tree member : type.getMembers()) {
        scan(member, null);
      }
      return null;
    }

    /** What stands in an initializer is nobody's business. */
    @Override
    public Void visitBlock(BlockTree block, Void nothing) {
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      boolean compact = method.getReturnType() == null && enclosing().getKind() == Tree.Kind.RECORD;
      if (isVisible(method.getModifiers().getFlags()) && !overrides && !compact) {
        require(enclosing().getSimpleName() + "." + method.getName());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      Set<Modifier> flags = field.getModifiers().getFlags();
      boolean component =
          enclosing().getKind() == Tree.Kind.RECORD && !flags.contains(Modifier.STATIC);
      if (isVisible(flags) && !component) {
        require(enclosing().getSimpleName() + "." + field.getName());
      }
      return null;
    }

    /** What an interface declares is public without saying so. */
    private boolean isVisible(Set<Modifier> flags) {
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
              && outer.getKind() == Tree.Kind.INTERFACE
              && !flags.contains(Modifier.PRIVATE));
    }

    private ClassTree enclosing() {
      return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    private void require(String name) {
      TreePath path = getCurrentPath();
      if (comments.getDocComment(path) == null) {
        long line =
            path.getCompilationUnit()
                .getLineMap()
                .getLineNumber(
                    comments
                        .getSourcePositions()
                        .getStartPosition(path.getCompilationUnit(), path.getLeaf()));
        silent.add(
            Path.of(path.getCompilationUnit().getSourceFile().toUri()).getFileName()
                + ":"
                + line
                + " "
                + name);
      } else {
        described++;
      }
    }
  }
}
