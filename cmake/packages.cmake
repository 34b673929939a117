# Third-party libraries, each as one target that our folders link to by name.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(spean_package target)
	pkg_check_modules(${target}_pc REQUIRED IMPORTED_TARGET ${ARGN})
	add_library(${target} INTERFACE)
	target_link_libraries(${target} INTERFACE PkgConfig::${target}_pc)
endfunction()

spean_package(microhttpd libmicrohttpd)
spean_package(gnutls gnutls)
spean_package(sodium libsodium)
spean_package(postgres libpq)
spean_package(jansson jansson)
spean_package(icu icu-uc icu-i18n)
spean_package(brotli libbrotlienc)
spean_package(zlib zlib)
spean_package(pango pangocairo)
