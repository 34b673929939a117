# `make install`: the one binary, its manual pages, completion and unit file, in FHS places.
if(TARGET spean)
	install(TARGETS spean RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
file(GLOB manual_pages ${CMAKE_SOURCE_DIR}/man/*.1)
install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_SOURCE_DIR}/completion/spean.bash
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME spean)
file(GLOB units ${CMAKE_SOURCE_DIR}/etc/*.service ${CMAKE_SOURCE_DIR}/etc/*.timer)
install(FILES ${units} DESTINATION lib/systemd/system)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/etc/spean-.service.d DESTINATION lib/systemd/system)
# Absolute: logrotate does not look into /usr/etc.
install(FILES ${CMAKE_SOURCE_DIR}/etc/spean.logrotate
	DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/logrotate.d RENAME spean)
install(FILES LICENSE README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
