package org.postseal.fuzzing.session;

import java.lang.reflect.Proxy;

/** Interfaces of which only a few methods are called. */
final class Fakes {
  private Fakes() {}

  /** What a called method does; its first argument is given, or an empty text if there is none. */
  interface Methods {
    Object called(String method, Object argument) throws Exception;
  }

  /** Methods that return the object itself get it, whatever is returned here. */
  static <T> T of(Class<T> type, Methods methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object argument = arguments == null ? "" : arguments[arguments.length - 1];
              Object result = methods.called(method.getName(), argument);
              if (method.getReturnType() == void.class) {
                return null;
              }
              return method.getReturnType().isInstance(self) ? self : result;
            }));
  }
}
