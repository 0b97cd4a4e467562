# Warnings are errors with g++ and with clang++.
add_library(stampede_warnings INTERFACE)
target_compile_options(stampede_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                                  -Woverloaded-virtual -Werror)

# Virtual runs give the same bits on every machine: no product is fused with an addition where a processor could.
add_compile_options(-ffp-contract=off)

if(STAMPEDE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
